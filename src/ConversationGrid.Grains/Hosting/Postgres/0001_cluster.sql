-- Who is in the cluster. Every change of a member also raises the cluster's version, and only whoever knew the version may change
-- anything: the update of this one row is the lock that puts all changes in a line.
create table cluster_membership (
    cluster_id text primary key,
    version    int not null default 0,
    changed_at timestamptz not null default now()
);

create table cluster_silo (
    cluster_id   text not null references cluster_membership on delete cascade,
    address      text not null,
    port         int not null,
    generation   int not null,
    silo_name    text not null,
    host_name    text not null,
    status       int not null,
    proxy_port   int not null,
    suspected_by text,
    started_at   timestamptz not null,
    alive_at     timestamptz not null,
    primary key (cluster_id, address, port, generation)
);

-- Grain storage: one row a state. The key says so itself, because two first writers must never both succeed.
create table cluster_grain_state (
    service_id text not null,
    state_name text not null,
    n0         bigint not null,
    n1         bigint not null,
    extension  text not null,
    version    int not null,
    payload    bytea,
    written_at timestamptz not null default now(),
    primary key (service_id, state_name, n0, n1, extension)
);

-- The providers look their statements up here, under these names.
create table OrleansQuery (QueryKey text primary key, QueryText text not null);

insert into OrleansQuery (QueryKey, QueryText) values
('InsertMembershipVersionKey', $q$
    with made as (insert into cluster_membership (cluster_id) values (@DeploymentId) on conflict do nothing returning 1)
    select count(*)::int from made
$q$),

('InsertMembershipKey', $q$
    with turn as (
        update cluster_membership c set version = version + 1, changed_at = now()
        where cluster_id = @DeploymentId and version = @Version
          and not exists (
              select from cluster_silo s
              where s.cluster_id = c.cluster_id and s.address = @Address and s.port = @Port and s.generation = @Generation)
        returning cluster_id),
    made as (
        insert into cluster_silo (cluster_id, address, port, generation, silo_name, host_name, status, proxy_port, started_at, alive_at)
        select cluster_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime from turn
        returning 1)
    select count(*)::int from made
$q$),

('UpdateMembershipKey', $q$
    with turn as (
        update cluster_membership c set version = version + 1, changed_at = now()
        where cluster_id = @DeploymentId and version = @Version
          and exists (
              select from cluster_silo s
              where s.cluster_id = c.cluster_id and s.address = @Address and s.port = @Port and s.generation = @Generation)
        returning cluster_id),
    changed as (
        update cluster_silo s set status = @Status, suspected_by = @SuspectTimes, alive_at = @IAmAliveTime
        from turn
        where s.cluster_id = turn.cluster_id and s.address = @Address and s.port = @Port and s.generation = @Generation
        returning 1)
    select count(*)::int from changed
$q$),

('UpdateIAmAlivetimeKey', $q$
    update cluster_silo set alive_at = @IAmAliveTime
    where cluster_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation
$q$),

('MembershipReadRowKey', $q$
    select c.version as "Version", s.address as "Address", s.port as "Port", s.generation as "Generation", s.silo_name as "SiloName",
           s.host_name as "HostName", s.status as "Status", s.proxy_port as "ProxyPort", s.suspected_by as "SuspectTimes",
           s.started_at as "StartTime", s.alive_at as "IAmAliveTime"
    from cluster_membership c
    left join cluster_silo s on s.cluster_id = c.cluster_id and s.address = @Address and s.port = @Port and s.generation = @Generation
    where c.cluster_id = @DeploymentId
$q$),

('MembershipReadAllKey', $q$
    select c.version as "Version", s.address as "Address", s.port as "Port", s.generation as "Generation", s.silo_name as "SiloName",
           s.host_name as "HostName", s.status as "Status", s.proxy_port as "ProxyPort", s.suspected_by as "SuspectTimes",
           s.started_at as "StartTime", s.alive_at as "IAmAliveTime"
    from cluster_membership c left join cluster_silo s using (cluster_id)
    where c.cluster_id = @DeploymentId
$q$),

('GatewaysQueryKey', $q$
    select address as "Address", proxy_port as "ProxyPort", generation as "Generation"
    from cluster_silo where cluster_id = @DeploymentId and status = @Status and proxy_port > 0
$q$),

('DeleteMembershipTableEntriesKey', $q$
    delete from cluster_membership where cluster_id = @DeploymentId
$q$),

-- 3: active; a silo that is still active is never cleaned away.
('CleanupDefunctSiloEntriesKey', $q$
    delete from cluster_silo where cluster_id = @DeploymentId and alive_at < @IAmAliveTime and status <> 3
$q$),

('ReadFromStorageKey', $q$
    select payload as "PayloadBinary", version as "Version"
    from cluster_grain_state
    where service_id = @ServiceId and state_name = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1
      and extension = coalesce(@GrainIdExtensionString, '')
$q$),

-- Answers the new version, or nothing when somebody else wrote.
('WriteToStorageKey', $q$
    with made as (
        insert into cluster_grain_state (service_id, state_name, n0, n1, extension, version, payload)
        select @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''), 1, @PayloadBinary
        where @GrainStateVersion::int is null
        on conflict do nothing
        returning version),
    changed as (
        update cluster_grain_state set payload = @PayloadBinary, version = version + 1, written_at = now()
        where service_id = @ServiceId and state_name = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1
          and extension = coalesce(@GrainIdExtensionString, '') and version = @GrainStateVersion::int
        returning version)
    select coalesce((select version from made), (select version from changed), @GrainStateVersion::int) as NewGrainStateVersion
$q$),

('ClearStorageKey', $q$
    update cluster_grain_state set payload = null, version = version + 1, written_at = now()
    where service_id = @ServiceId and state_name = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1
      and extension = coalesce(@GrainIdExtensionString, '') and version = @GrainStateVersion::int
    returning version as NewGrainStateVersion
$q$),

('DeleteStorageKey', $q$
    delete from cluster_grain_state
    where service_id = @ServiceId and state_name = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1
      and extension = coalesce(@GrainIdExtensionString, '') and version = @GrainStateVersion::int
    returning version + 1 as NewGrainStateVersion
$q$);
