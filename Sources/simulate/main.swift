internal import AufbauCommands

CommandRunner.run(SimulateCommand.self)
