package import Access
import AuthAPI
package import Endpoints
package import Events
package import Postgres
import Values

/// Answers who people are.
package struct AuthService: ServiceDefinition {
    package static let identity = Auth.service
    package static let schema = SchemaMigrations(
        schema: Auth.service.name,
        migrations: [
            .createTenants,
            .createUsers,
            .createSessions,
            .createSignInFailures,
            .createAuditLog,
            .createSigningKeys,
            .createInvitations,
            .createAccountTokens,
            .createKnownDevices,
            .addShortIDs,
            .noteUpdates,
            .createCodes,
            .findUsers,
            .requireVerification,
            .createSetupTokens,
            .createRevocations,
            .createSecondFactors,
            .partitionAuditLog,
            .resetByCode,
            .publishUsernames,
            .createAPIKeys,
            .publishAccountDates,
        ]
    )

    let database: Database
    /// The keys that are published; the signer signs with the same ring.
    let keys: KeyRing
    let signer: TokenSigner
    /// Told of every session that ends.
    let revocations: Revocations
    let hasher: PasswordHasher
    /// For looking up who wants to sign in: of a whole class at once, two have a connection to the database.
    let lookingUp = Slots(2)
    let settings: AuthSettings
    let chatSchool: ChatSchool
    /// What the links in mails open.
    let page: AccountPage

    // tidy: allow parameter-count — what the service is made of, given once, at the composition root
    package init(
        database: Database,
        keys: KeyRing,
        signer: TokenSigner,
        revocations: Revocations,
        hasher: PasswordHasher,
        settings: AuthSettings = AuthSettings()
    ) throws {
        (self.database, self.keys, self.signer) = (database, keys, signer)
        (self.revocations, self.hasher, self.settings) = (revocations, hasher, settings)
        chatSchool = ChatSchool(settings.chatTenant)
        page = try AccountPage()
    }

    package var operations: [Operation] {
        [
            Operation(SignIn.self, signIn),
            Operation(RefreshSession.self, refresh),
            Operation(SignOut.self, signOut),
            Operation(GetCurrentUser.self, currentUser),
            Operation(Register.self, register),
            Operation(CreateUser.self, createUser),
            Operation(ListUsers.self, listUsers),
            Operation(CreateTenant.self, createTenant),
            Operation(GetCurrentTenant.self, currentTenant),
            Operation(GetKeySet.self, keySet),
            Operation(RequestOTP.self, requestOTP),
            Operation(SignInWithOTP.self, signInWithOTP),
            Operation(VerifyOTP.self, verifyOTP),
            Operation(VerifyPhone.self, verifyPhone),
            Operation(RequestPasswordReset.self, requestPasswordReset),
            Operation(ResetPassword.self, resetPassword),
            Operation(PasswordReset.self, passwordReset),
            Operation(ChangePassword.self, changePassword),
            Operation(VerifyEmail.self, verifyEmail),
            Operation(ResendVerification.self, resendVerification),
            Operation(InviteUser.self, invite),
            Operation(InviteUsers.self, inviteMany),
            Operation(ListInvitations.self, listInvitations),
            Operation(ResendInvitation.self, resendInvitation),
            Operation(RevokeInvitation.self, revokeInvitation),
            Operation(AcceptInvitation.self, acceptInvitation),
            Operation(SetUp.self, setUp),
            Operation(ShowPasswordReset.self, showPasswordReset),
            Operation(SubmitPasswordReset.self, submitPasswordReset),
            Operation(ShowEmailVerification.self, showEmailVerification),
            Operation(SubmitEmailVerification.self, submitEmailVerification),
            Operation(ShowInvitation.self, showInvitation),
            Operation(SubmitInvitation.self, submitInvitation),
            Operation(ListSessions.self, listSessions),
            Operation(RevokeSession.self, revokeSession),
            Operation(RevokeAllSessions.self, revokeAllSessions),
            Operation(DeleteSessions.self, deleteSessions),
            Operation(ListUserSessions.self, listUserSessions),
            Operation(RevokeUserSessions.self, revokeUserSessions),
            Operation(UpdateUser.self, updateUser),
            Operation(UnlockUser.self, unlockUser),
            Operation(UpdateCurrentTenant.self, updateCurrentTenant),
            Operation(SetTenantStatus.self, setTenantStatus),
            Operation(ListAuditLog.self, listAuditLog),
            Operation(GetTwoFactor.self, twoFactor),
            Operation(EnrollTwoFactor.self, enrollTwoFactor),
            Operation(ConfirmTwoFactor.self, confirmTwoFactor),
            Operation(VerifyTwoFactor.self, verifyTwoFactor),
            Operation(DisableTwoFactor.self, disableTwoFactor),
            Operation(RegenerateRecoveryCodes.self, regenerateRecoveryCodes),
            Operation(ResetTwoFactor.self, resetTwoFactor),
        ] + apiKeyOperations + chatProxyOperations
    }

    package var jobs: [JobHandler] {
        [
            JobHandler(SendLink.self, send),
            JobHandler(SendCode.self, send),
        ]
    }

    package var subscriptions: [Subscription] { [auditingChatflows] }

    package var faces: [ServiceFace] { [chatFace] }

    package var schedules: [Schedule] {
        [
            Schedule("auth.forget_what_ended", every: .seconds(3600)) { _ in try await forgetWhatEnded() },
            Schedule("auth.forget_codes", every: .seconds(3600)) { _ in try await forgetCodes() },
            Schedule("auth.forget_old_tokens", every: .seconds(3600)) { _ in try await forgetOldTokens() },
        ]
    }
}
