public import ArgumentParser
internal import Foundation

/// Runs a command: parses the arguments, reports failures on standard error and ends the process with the contract's
/// exit status.
public enum CommandRunner {
    /// Runs a command on the process's arguments. Never returns.
    public static func run(_ command: any ParsableCommand.Type) -> Never {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let (root, rewritten) = (command as? any ArgumentRewriting.Type)?.root(arguments) ?? (command, arguments)
        run(root, arguments: rewritten)
    }

    static func run(_ root: any ParsableCommand.Type, arguments: [String]) -> Never {
        Interruption.install()
        do {
            var command = try root.parseAsRoot(arguments)
            try command.run()
        } catch let error as any ExitStatusProviding {
            Console.fail("\(root._commandName): \(error)")
            exit(error.exitStatus.rawValue)
        } catch {
            root.exit(withError: error)
        }
        exit(ExitStatus.done.rawValue)
    }
}

/// A command that chooses by its arguments what parses them, and may adjust them first.
protocol ArgumentRewriting {
    static func root(_ arguments: [String]) -> (command: any ParsableCommand.Type, arguments: [String])
}

/// Ctrl-C: what runs is told once to finish what it has; a second time, or where nothing can be kept, ends the process.
enum Interruption {
    /// Whether the user has asked to stop.
    static var isRequested: Bool { state.withLock { $0.isRequested } }

    /// From here on Ctrl-C only sets ``isRequested``, for work that keeps its finished parts.
    static func handOver() { state.withLock { $0.isHandled = true } }

    private struct State {
        var isRequested = false
        var isHandled = false
    }

    private static let state = Locked(State())
    private static let queue = DispatchQueue(label: "interruption")

    static func install() {
        signal(SIGINT, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: queue)
        source.setEventHandler {
            let mayStop = state.withLock { state -> Bool in
                defer { state.isRequested = true }
                return !state.isHandled || state.isRequested
            }
            if mayStop { _exit(ExitStatus.interrupted.rawValue) }
        }
        source.activate()
        retained.withLock { $0 = source }
    }

    private static let retained = Locked<(any DispatchSourceSignal)?>(nil)
}

/// A value behind a lock.
final class Locked<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    init(_ value: Value) { self.value = value }

    func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
