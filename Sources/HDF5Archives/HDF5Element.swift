internal import CHDF5

/// The type of a dataset's elements, as the file has it.
public enum HDF5ElementType: Equatable, Sendable {
    /// A floating-point number of so many bytes.
    case float(bytes: Int)
    /// An integer of so many bytes.
    case integer(bytes: Int, signed: Bool)
    /// A truth value: h5py's enumeration FALSE = 0, TRUE = 1 over one byte.
    case boolean
    /// A string of a fixed number of bytes, or of variable length (`nil`).
    case string(bytes: Int?)
    /// Anything else (compound types, references); its class in words.
    case other(String)
}

extension HDF5ElementType: CustomStringConvertible {
    /// The type in words.
    public var description: String {
        switch self {
        case .float(let bytes): "\(8 * bytes)-bit floating point"
        case .integer(let bytes, let signed): "\(signed ? "" : "unsigned ")\(8 * bytes)-bit integer"
        case .boolean: "boolean"
        case .string(.some(let bytes)): "string of \(bytes) bytes"
        case .string(.none): "string of variable length"
        case .other(let name): name
        }
    }
}

/// A number that HDF5 datasets and attributes can hold: `Double`, `Float`, `Int` and `Int64`.
public protocol HDF5Number: Sendable, BitwiseCopyable {
    /// The type in the file when this is written.
    static var hdf5Type: HDF5ElementType { get }
    /// The value new buffers are filled with.
    static var hdf5Zero: Self { get }
}

extension Double: HDF5Number {
    /// IEEE double precision.
    public static var hdf5Type: HDF5ElementType { .float(bytes: 8) }
    /// Zero.
    public static var hdf5Zero: Double { 0 }
}

extension Float: HDF5Number {
    /// IEEE single precision.
    public static var hdf5Type: HDF5ElementType { .float(bytes: 4) }
    /// Zero.
    public static var hdf5Zero: Float { 0 }
}

extension Int64: HDF5Number {
    /// A signed 64-bit integer.
    public static var hdf5Type: HDF5ElementType { .integer(bytes: 8, signed: true) }
    /// Zero.
    public static var hdf5Zero: Int64 { 0 }
}

extension Int: HDF5Number {
    /// A signed 64-bit integer.
    public static var hdf5Type: HDF5ElementType { .integer(bytes: 8, signed: true) }
    /// Zero.
    public static var hdf5Zero: Int { 0 }
}

extension HDF5Number {
    /// HDF5's identifier of this type in memory.
    static var memoryType: hid_t {
        switch hdf5Type {
        case .float(bytes: 4): aufbau_h5_native_float()
        case .float: aufbau_h5_native_double()
        default: aufbau_h5_native_int64()
        }
    }

    /// Whether the library converts `stored` to this type without changing what it means.
    ///
    /// Integers become floating-point numbers; the reverse, and 64-bit unsigned integers, are refused because
    /// the library would clip them silently.
    static func accepts(_ stored: HDF5ElementType) -> Bool {
        switch (hdf5Type, stored) {
        case (.float, .float), (.float, .integer): true
        case (.integer, .integer(let bytes, let signed)): signed || bytes < 8
        default: false
        }
    }
}

extension HDF5ElementType {
    /// Reads the type off an open HDF5 type identifier.
    init(identifier: hid_t) {
        switch H5Tget_class(identifier) {
        case H5T_FLOAT: self = .float(bytes: H5Tget_size(identifier))
        case H5T_INTEGER:
            self = .integer(bytes: H5Tget_size(identifier), signed: H5Tget_sign(identifier) == H5T_SGN_2)
        case H5T_STRING:
            self = .string(bytes: H5Tis_variable_str(identifier) > 0 ? nil : H5Tget_size(identifier))
        case H5T_ENUM: self = Self.isBoolean(identifier) ? .boolean : .other("enumeration")
        case H5T_COMPOUND: self = .other("compound type")
        default: self = .other("type of another class")
        }
    }

    private static func isBoolean(_ type: hid_t) -> Bool {
        guard H5Tget_size(type) == 1, H5Tget_nmembers(type) == 2 else { return false }
        var value: Int8 = 0
        guard H5Tenum_valueof(type, "FALSE", &value) >= 0, value == 0 else { return false }
        return H5Tenum_valueof(type, "TRUE", &value) >= 0 && value == 1
    }

    /// Makes h5py's boolean type; the caller closes it.
    static func makeBoolean() -> hid_t {
        let type = H5Tenum_create(aufbau_h5_native_int8())
        for (name, number) in [("FALSE", 0), ("TRUE", 1)] {
            var value = Int8(number)
            H5Tenum_insert(type, name, &value)
        }
        return type
    }

    /// Makes a string type of `bytes` bytes, padded with NUL as NumPy pads; the caller closes it.
    static func makeString(bytes: Int) -> hid_t {
        let type = H5Tcopy(aufbau_h5_c_string())
        H5Tset_size(type, max(bytes, 1))
        H5Tset_strpad(type, H5T_STR_NULLPAD)
        return type
    }
}
