/// What somebody is told, apart from the words.
enum Notice: Hashable, Sendable {
    case enrolled(course: String)
    /// To a guardian.
    case childEnrolled(child: String, course: String)
    case completed(course: String)
    case certified(course: String, serial: String)

    /// The words, in a language.
    func wording(in language: Language) -> Wording {
        switch language {
        case .english: english
        case .french: french
        case .swahili: swahili
        }
    }
}

/// A notice in words.
struct Wording: Hashable, Sendable {
    /// One line: the notification's title and the mail's subject.
    var title: String
    /// A sentence or two: the notification's text and the mail's first paragraph.
    var message: String
    /// What leads to the mail's link, when it has one.
    var link: String?

    init(_ title: String, _ message: String, link: String? = nil) {
        (self.title, self.message, self.link) = (title, message, link)
    }
}

/// The words of every mail.
struct Letter: Hashable, Sendable {
    var greeting: String
    var footer: String

    init(to recipient: Recipient) {
        let (name, school) = (recipient.name, recipient.school)
        switch (recipient.language, recipient.isMember) {
        case (.english, true):
            greeting = "Dear \(name),"
            footer =
                """
                You get this mail because you, or a child in your care, are at \(school). \
                Please do not answer it.
                """
        case (.french, true):
            greeting = "Bonjour \(name),"
            footer = """
                Vous recevez ce message parce que vous, ou un enfant dont vous avez la charge, êtes inscrit à \
                \(school). Merci de ne pas y répondre.
                """
        case (.swahili, true):
            greeting = "Habari \(name),"
            footer = """
                Umepokea barua pepe hii kwa sababu wewe, au mtoto unayemlea, yupo katika shule ya \(school). \
                Tafadhali usiijibu.
                """
        case (.english, false):
            greeting = "Dear \(name),"
            footer =
                """
                You get this mail because somebody at \(school) entered your address. If you do not know the school, \
                ignore it. Please do not answer it.
                """
        case (.french, false):
            greeting = "Bonjour \(name),"
            footer = """
                Vous recevez ce message parce que quelqu’un de \(school) a saisi votre adresse. Si vous ne connaissez \
                pas cette école, ignorez-le. Merci de ne pas y répondre.
                """
        case (.swahili, false):
            greeting = "Habari \(name),"
            footer = """
                Umepokea barua pepe hii kwa sababu mtu wa \(school) aliandika anwani yako. Kama huijui shule hii, \
                ipuuze. Tafadhali usiijibu.
                """
        }
    }
}
