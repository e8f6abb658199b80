/// The version that commands report.
enum Version {
    static let current = "0.1.0"
}
