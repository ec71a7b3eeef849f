-- Clean-up of dead silos one row at a time (read by Orleans 10.4 and later; older silos keep the statement for many). A row goes only while it
-- is just what the reader saw, so that a silo which signed in again meanwhile stays. 6: dead.
insert into OrleansQuery (QueryKey, QueryText) values
('CleanupDefunctSiloEntryKey', $q$
    delete from cluster_silo
    where cluster_id = @DeploymentId and status = 6 and address = @Address and port = @Port and generation = @Generation
      and alive_at = @IAmAliveTime and started_at = @StartTime and suspected_by is not distinct from @SuspectTimes
$q$);

-- The statement for many takes dead silos only, as Orleans' own does now: one that joins slowly is not cleaned away.
update OrleansQuery set QueryText = $q$
    delete from cluster_silo where cluster_id = @DeploymentId and alive_at < @IAmAliveTime and started_at < @IAmAliveTime and status = 6
$q$ where QueryKey = 'CleanupDefunctSiloEntriesKey';
