/// The passwords that guessers try first: the words that leaked lists have most often (`CommonWords`), and the forms of
/// them that pass the portals' rules. Upper and lower case are not told apart: guessers try both.
///
/// Only what is on a list is refused. Refusing every common word with digits around it as well refused passwords that
/// schools hand out, such as `Sunrise-2026`; what keeps guessers out is that five wrong guesses close an account.
enum CommonPasswords {
    static func contains(_ password: String) -> Bool {
        let typed = password.lowercased()
        return CommonWords.all.contains(typed) || forms.contains(typed) || isRepetition(Array(typed))
    }

    private static let forms = Set(text.split(whereSeparator: \.isWhitespace).map { $0.lowercased() })

    /// Whether one to four characters make up the whole: `Aa1Aa1Aa1`.
    private static func isRepetition(_ characters: [Character]) -> Bool {
        guard characters.count >= 6 else { return false }
        return (1...min(4, characters.count / 2)).contains { period in
            characters.indices.dropFirst(period).allSatisfy { characters[$0] == characters[$0 - period] }
        }
    }

    static let text = """
        1Q2w3e4r 1Q2w3e4r5t 1Qaz2wsx A1234567 A12345678 A123456789 A1b2c3d4 Aa112233 Aa123456 Aa1234567 Aa12345678
        Aa123456789 Aaa12345 Abc12345 Abc123456 Abc1234567 Abcd1234 Abcd12345 Abcde123 Abcdef123 Abcdefg1 Admin123
        Admin123! Admin1234 Admin12345 Admin2024 Admin2025 Admin@123 Administrator1 Africa123 Arsenal1 Arsenal123
        Asdf1234 Asdfgh123 Asdfghjkl1 Barcelona1 Baseball1 Basketball1 Batman123 Blessed1 Blessing1 Changeme1 ChangeMe1!
        Changeme123 Charlie1 Charlie123 Chelsea1 Computer1 Contrasena1 Default1 Dragon123 Facebook1 Football1 Football12
        Freedom1 Godisgood1 Google123 Guest123 Hello123 Hello1234 Hello12345 Iloveyou1 Iloveyou123 Iloveyou2 Internet1
        January1 January2025 Jennifer1 Jessica1 Jesus123 Jesus777 Jesuschrist1 Jordan23 Kenya123 Kenya2024 Kenya2025
        Kenya254 Killer123 Lagos123 Letmein1 Letmein12 Letmein123 Liverpool1 Login123 Lovely123 Manchester1 ManUnited1
        Master123 Michael1 Monkey123 Mustang1 Mypassword1 Nairobi1 Nairobi123 Newpass123 Newpassword1 Nigeria1
        Nigeria123 Nigeria234 P@ssw0rd P@ssw0rd! P@ssw0rd1 P@ssw0rd12 P@ssw0rd123 P@ssword1 P@ssword123 Pa$$w0rd
        Pa$$word1 Pa55word Pa55word1 Parent123 Passw0rd Passw0rd! Passw0rd1 Passw0rd123 Password01 Password1 Password1!
        Password11 Password12 Password123 Password1234 Password12345 Password2 Password2023 Password2024 Password2025
        Password2026 Password3 Password7 Password99 Passwort1 Pokemon1 Pokemon123 Princess1 Princess12 Q1w2e3r4
        Q1w2e3r4t5 Qaz12345 Qazwsx123 Qwe12345 Qwer1234 Qwerty1! Qwerty12 Qwerty123 Qwerty1234 Qwerty12345 Qwerty123456
        Qwerty1234567 Qwertyuiop1 Ronaldo7 Samsung1 Samsung123 School123 Secret123 Shadow123 Spiderman1 Starwars1
        Student1 Student123 Summer2023 Summer2024 Summer2025 Sunshine1 Superman1 Teacher1 Teacher123 Temp1234 Test12345
        Test123456 Testing1 Testing123 Thepassword1 Trustno1 User1234 User12345 W3lcome1 Welcome01 Welcome1 Welcome1!
        Welcome12 Welcome123 Welcome1234 Welcome2 Welcome2023 Welcome2024 Welcome2025 Welcome2026 Whatever1 Whatsapp1
        Winter2024 Winter2025 Zaq12wsx Zaq1zaq1 Zxcvbnm1 Zxcvbnm123
        """
}
