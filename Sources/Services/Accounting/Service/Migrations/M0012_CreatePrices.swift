import Postgres

extension Migration {
    /// Where a school charges something else than everybody does. Micro-credits: of models for a thousand tokens.
    static let createPrices = Migration(
        12,
        "create prices",
        """
        create table accounting.model_prices (
            tenant_id uuid not null,
            model_id text not null,
            input bigint not null check (input between 0 and 1000000000),
            output bigint not null check (output between 0 and 1000000000),
            primary key (tenant_id, model_id)
        );
        select platform.protect('accounting.model_prices');

        create table accounting.chatflow_prices (
            tenant_id uuid not null,
            chatflow_id text not null,
            per_prediction bigint check (per_prediction between 0 and 1000000000),
            model_id text,
            primary key (tenant_id, chatflow_id),
            check (num_nonnulls(per_prediction, model_id) = 1)
        );
        select platform.protect('accounting.chatflow_prices');
        """
    )
}
