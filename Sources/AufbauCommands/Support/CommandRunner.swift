public import ArgumentParser
internal import Foundation
internal import HDF5Archives

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

/// Ctrl-C: ends the process at once, unless the work that runs has asked to be told first.
enum Interruption {
    /// How long the work that runs may take to end by itself.
    private static let grace = DispatchTimeInterval.milliseconds(700)

    /// Whether the user has asked to stop.
    static var isRequested: Bool { state.withLock { $0.isRequested } }

    /// From here on Ctrl-C sets ``isRequested``. Where the work does not end within a moment, `keep` saves what is
    /// finished, on another thread, and the process ends.
    static func handOver(keep: @escaping @Sendable () throws -> Void) { state.withLock { $0.keep = keep } }

    /// The work has ended and its result is saved by the caller, unless that has begun on the other thread: then this
    /// waits for the process's end.
    static func takeBack() {
        let isKept = state.withLock { state -> Bool in
            state.keep = nil
            return state.isKept
        }
        while isKept { sleep(1) }
    }

    private struct State {
        var isRequested = false
        var keep: (@Sendable () throws -> Void)?
        var isKept = false
    }

    private static let state = Locked(State())
    private static let queue = DispatchQueue(label: "interruption")
    private static let retained = Locked<(any DispatchSourceSignal)?>(nil)

    static func install() {
        signal(SIGINT, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: queue)
        source.setEventHandler {
            let isFirst = state.withLock { state -> Bool in
                defer { state.isRequested = true }
                return !state.isRequested && state.keep != nil
            }
            guard isFirst else { leave() }
            queue.asyncAfter(deadline: .now() + grace) { keepAndExit() }
        }
        source.activate()
        retained.withLock { $0 = source }
    }

    private static func keepAndExit() {
        let keep = state.withLock { state -> (@Sendable () throws -> Void)? in
            state.isKept = state.keep != nil
            return state.keep
        }
        guard let keep else { return }
        do {
            try keep()
        } catch {
            Console.fail("\(error)")
        }
        fflush(nil)
        leave()
    }

    /// Ends the process; nothing stays half-written.
    private static func leave() -> Never {
        UnfinishedFiles.removeAll()
        _exit(ExitStatus.interrupted.rawValue)
    }
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
