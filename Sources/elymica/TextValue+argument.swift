import AuthAPI
import Values

extension TextValue {
    /// What an argument of a command says; an error calls it by `name`.
    init(argument text: String, _ name: String) throws(InvalidValue) {
        do throws(InvalidValue) {
            self = try Self(parsing: text)
        } catch {
            throw InvalidValue(error.message, path: [name])
        }
    }
}

extension Password {
    /// What an argument of a command or standard input says.
    init(argument text: String) throws(InvalidValue) {
        do throws(InvalidValue) {
            self = try Self(text)
        } catch {
            throw InvalidValue(error.message, path: ["password"])
        }
    }
}
