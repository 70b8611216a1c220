package import Access
package import Endpoints
import HTTPTypes
package import Values

/// The wallets of the school and its classes, and with a course, of its learners' shares; at most 1,000.
package struct ListWallets: Endpoint {
    package static let route = Route.get("/api/credits/wallets", "The school's wallets.", dialect: .accounting)
    package static let access = Access.supervisors

    /// Only this class's and its learners'.
    package var courseID: CourseID?

    package init(courseID: CourseID? = nil) { self.courseID = courseID }

    package struct Response: Codable, Sendable {
        package var wallets: [Wallet]

        package init(wallets: [Wallet]) { self.wallets = wallets }
    }
}

/// Opens the school's own wallet, from which classes can draw, or changes its limit. No limit takes the limit away.
package struct SetSchoolWallet: Endpoint {
    package static let route = Route.put(
        "/api/credits/wallets/school",
        "The school's own wallet.",
        dialect: .accounting
    )
    package static let access = Access.roles(.admin)

    package var limit: SpendingLimit?

    package init(limit: SpendingLimit? = nil) { self.limit = limit }

    package typealias Response = Wallet
}

/// Opens a class's wallet or changes its limits.
///
/// It has credits of its own, or spends the school's when `drawsOnSchool`; that is decided when it is opened. `limit`
/// caps the class and `learnerLimit` each learner in it; a limit that is left out is taken away.
package struct SetClassWallet: Endpoint {
    package static let route = Route.put(
        "/api/credits/wallets/classes/{courseId}",
        "A class's wallet and its limits.",
        dialect: .accounting
    )
    package static let access = Access.roles(.admin)

    package var courseID: CourseID
    package var drawsOnSchool: Bool?
    package var limit: SpendingLimit?
    package var learnerLimit: SpendingLimit?

    package init(
        _ courseID: CourseID,
        drawsOnSchool: Bool? = nil,
        limit: SpendingLimit? = nil,
        learnerLimit: SpendingLimit? = nil
    ) {
        (self.courseID, self.drawsOnSchool) = (courseID, drawsOnSchool)
        (self.limit, self.learnerLimit) = (limit, learnerLimit)
    }

    package typealias Response = Wallet
}

/// Caps one learner of a class, whatever the others' limit is; teachers may. No limit takes it away.
package struct SetLearnerLimit: Endpoint {
    package static let route = Route.put(
        "/api/credits/wallets/classes/{courseId}/learners/{userId}",
        "Caps one learner of a class.",
        dialect: .accounting
    )
    package static let access = Access.supervisors

    package var courseID: CourseID
    package var userID: PersonReference
    package var limit: SpendingLimit?

    package init(_ courseID: CourseID, _ userID: PersonReference, limit: SpendingLimit? = nil) {
        (self.courseID, self.userID, self.limit) = (courseID, userID, limit)
    }

    package typealias Response = Wallet
}

/// Puts credits in the wallet of the school or of a class that has credits of its own.
package struct FundWallet: Endpoint {
    package static let route = Route.post(
        "/api/credits/wallets/{walletId}/allocate",
        "Puts credits in a wallet.",
        dialect: .accounting,
        success: .created
    )
    package static let access = Access.roles(.admin)

    package var walletID: WalletID
    package var credits: WholeCredits
    package var expiryDays: ExpiryDays?
    package var notes: Paragraphs<2000>?
    package var priority: GrantPriority?

    package init(
        _ walletID: WalletID,
        _ credits: WholeCredits,
        expiryDays: ExpiryDays? = nil,
        notes: Paragraphs<2000>? = nil,
        priority: GrantPriority? = nil
    ) {
        (self.walletID, self.credits, self.expiryDays) = (walletID, credits, expiryDays)
        (self.notes, self.priority) = (notes, priority)
    }

    package typealias Response = Wallet
}
