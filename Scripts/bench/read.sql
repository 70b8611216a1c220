begin;
select set_config('app.tenant_id', :tenant, true);
select u.id, u.email, u.name, u.role, u.tenant_id, t.subdomain as tenant_subdomain, u.status, u.username,
    u.phone_number, u.locale, u.created_at
from auth.users u
join auth.tenants t on t.id = u.tenant_id
where u.tenant_id = :tenant and u.id = :user;
commit;
