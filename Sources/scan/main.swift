internal import AufbauCommands

CommandRunner.run(ScanCommand.self)
