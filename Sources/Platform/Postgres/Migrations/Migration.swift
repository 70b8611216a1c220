/// One forward-only change of a schema: one SQL text, run in one transaction as the schemas' owner.
///
/// Names need no schema in it: the search path is the schema alone. A table with a `tenant_id` ends with
/// `select platform.protect('courses')`. To change rows of every tenant: `set local role elymica_platform`, then back
/// with `set local role elymica_owner`.
package struct Migration: Sendable {
    package let number: Int
    package let name: String
    package let sql: String

    package init(_ number: Int, _ name: String, _ sql: String) {
        (self.number, self.name, self.sql) = (number, name, sql)
    }
}

/// All changes of one schema, which bears the name of the service that owns it.
package struct SchemaMigrations: Sendable {
    package let schema: String
    package let migrations: [Migration]
    /// Trusted extensions the migrations need; they are put into the schema `public`, which every session searches.
    package let extensions: [String]
    /// Whether every service reads and writes its tables: for what the platform itself keeps, such as the outbox.
    package let isShared: Bool

    package init(
        schema: String,
        migrations: [Migration],
        extensions: [String] = [],
        isShared: Bool = false
    ) {
        (self.schema, self.extensions, self.isShared) = (schema, extensions, isShared)
        self.migrations = migrations.sorted { $0.number < $1.number }
    }
}

/// A migration by name, for lists.
package struct MigrationName: Hashable, Sendable, CustomStringConvertible {
    package let schema: String
    package let number: Int
    package let name: String

    package var description: String { "\(schema) \(number) \(name)" }
}
