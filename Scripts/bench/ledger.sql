\set number random(1, :wallets)
select gen_random_uuid() as hold, '00000000-0000-7000-8000-' || lpad(:number, 12, '0') as wallet \gset
begin;
select set_config('app.tenant_id', :tenant, true);
select verdict, credits, free from accounting.carry_out(
    :tenant, array['reserve'], array[:hold::uuid], array[:wallet::uuid], array[1000::bigint], array[1000::bigint],
    array[600::double precision], array['bench'], array[:wallet::uuid], array['']);
commit;
begin;
select set_config('app.tenant_id', :tenant, true);
select verdict, credits, free from accounting.carry_out(
    :tenant, array['settle'], array[:hold::uuid], array[:wallet::uuid], array[600::bigint], array[0::bigint],
    array[0::double precision], array[''], array[:wallet::uuid], array['']);
commit;
