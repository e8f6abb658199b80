internal import CHDF5

/// The value of an attribute: a small fact attached to a dataset or group.
public enum HDF5Attribute: Equatable, Sendable {
    /// Text.
    case string(String)
    /// An integer.
    case integer(Int64)
    /// A floating-point number.
    case double(Double)
}

extension HDF5Writer {
    /// Attaches an attribute to a dataset or group (`"/"` for the file itself).
    ///
    /// - Throws: `missing` if the object does not exist, `cannotWrite`, also when it has that attribute already.
    public func setAttribute(
        _ value: HDF5Attribute, named name: String, on object: String
    ) throws(HDF5Error) {
        switch value {
        case .double(let number): try attach([number], type: Double.memoryType, named: name, on: object)
        case .integer(let number): try attach([number], type: Int64.memoryType, named: name, on: object)
        case .string(let text):
            HDF5Library.enter()
            defer { HDF5Library.leave() }
            let bytes = text.isEmpty ? [0] : Array(text.utf8)
            let type = HDF5ElementType.makeString(bytes: bytes.count)
            defer { H5Tclose(type) }
            try attach(bytes, type: type, named: name, on: object)
        }
    }

    private func attach<Value: BitwiseCopyable>(
        _ value: [Value], type: hid_t, named name: String, on object: String
    ) throws(HDF5Error) {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        let owner = H5Oopen(file, object, 0)
        guard owner >= 0 else { throw .missing(file: path, object: object, present: []) }
        defer { H5Oclose(owner) }
        let space = H5Screate(H5S_SCALAR)
        defer { H5Sclose(space) }
        let attribute = H5Acreate2(owner, name, type, space, 0, 0)
        defer { if attribute >= 0 { H5Aclose(attribute) } }
        let status = value.withUnsafeBytes { attribute < 0 ? -1 : H5Awrite(attribute, type, $0.baseAddress) }
        if status < 0 {
            throw .cannotWrite(file: path, object: "\(object)@\(name)", reason: HDF5Library.reason())
        }
    }
}

extension HDF5Reader {
    /// The attribute of that name of a dataset or group (`"/"` for the file itself), or `nil` if it has none.
    ///
    /// - Throws: `missing` if the object does not exist, `wrongType` for anything but one string or number.
    public func attribute(_ name: String, on object: String) throws(HDF5Error) -> HDF5Attribute? {
        HDF5Library.enter()
        defer { HDF5Library.leave() }
        guard contains(object) else { throw .missing(file: path, object: object, present: datasets()) }
        let owner = H5Oopen(file, object, 0)
        guard owner >= 0 else { throw .unreadable(file: path, object: object, reason: HDF5Library.reason()) }
        defer { H5Oclose(owner) }
        guard H5Aexists(owner, name) > 0 else { return nil }
        let attribute = H5Aopen(owner, name, 0)
        guard attribute >= 0 else { throw .unreadable(file: path, object: object, reason: HDF5Library.reason()) }
        defer { H5Aclose(attribute) }
        return try value(of: attribute, label: "\(object)@\(name)")
    }

    private func value(of attribute: hid_t, label: String) throws(HDF5Error) -> HDF5Attribute {
        let type = H5Aget_type(attribute)
        let space = H5Aget_space(attribute)
        defer {
            H5Tclose(type)
            H5Sclose(space)
        }
        let stored = HDF5ElementType(identifier: type)
        guard H5Sget_simple_extent_npoints(space) == 1 else {
            throw .wrongType(file: path, object: label, found: "an array", expected: "a single value")
        }
        switch stored {
        case .float: return .double(try number(Double.self, attribute, label))
        case .integer where Int64.accepts(stored): return .integer(try number(Int64.self, attribute, label))
        case .string(.some(let width)): return .string(try text(attribute, type, width, label))
        case .string(.none): return .string(try variableText(attribute, type, label))
        default: throw .wrongType(file: path, object: label, found: "\(stored)", expected: "a string or a number")
        }
    }

    private func number<Number: HDF5Number>(
        _ type: Number.Type, _ attribute: hid_t, _ label: String
    ) throws(HDF5Error) -> Number {
        var value = Number.hdf5Zero
        let status = withUnsafeMutableBytes(of: &value) { H5Aread(attribute, Number.memoryType, $0.baseAddress) }
        if status < 0 { throw .unreadable(file: path, object: label, reason: HDF5Library.reason()) }
        return value
    }

    private func text(_ attribute: hid_t, _ type: hid_t, _ width: Int, _ label: String) throws(HDF5Error) -> String {
        var bytes = [UInt8](repeating: 0, count: width)
        let status = bytes.withUnsafeMutableBytes { H5Aread(attribute, type, $0.baseAddress) }
        if status < 0 { throw .unreadable(file: path, object: label, reason: HDF5Library.reason()) }
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    private func variableText(_ attribute: hid_t, _ type: hid_t, _ label: String) throws(HDF5Error) -> String {
        var pointer: UnsafeMutablePointer<CChar>?
        let status = withUnsafeMutableBytes(of: &pointer) { H5Aread(attribute, type, $0.baseAddress) }
        if status < 0 { throw .unreadable(file: path, object: label, reason: HDF5Library.reason()) }
        guard let start = pointer else { return "" }
        defer { H5free_memory(start) }
        return String(cString: start)
    }
}
