/// The numbers that make six digits enough (OWASP ASVS 5.0 §6.5, §6.6).
enum CodeLimits {
    static let lifetime = Duration.seconds(300)
    /// Guesses at one code.
    static let triesPerCode = 5
    /// Guesses at all codes of one account within an hour, whatever they are for.
    static let triesPerHour = 10
    /// Between two codes for the same person and purpose.
    static let resendPause = Duration.seconds(60)
}
