/// Which version of the program this is.
package enum Version {
    package static let current = "1.0.0"
}
