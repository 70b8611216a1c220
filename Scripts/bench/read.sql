begin;
select set_config('app.tenant_id', :tenant, true);
select * from lms.courses order by id limit 20;
commit;
