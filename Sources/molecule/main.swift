internal import AufbauCommands

CommandRunner.run(MoleculeCommand.self)
