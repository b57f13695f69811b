-- Spreads the tables that grow with learners over the nodes of a Citus cluster. Run once as the owner, after the
-- migrations and before there is data. Tables of one shard lie together, so that a posting stays on one node.
set citus.enable_unsafe_triggers = on; -- The triggers only forbid.
select create_distributed_table('ledger_head', 'shard');
select create_distributed_table('ledger_account', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('ledger_balance', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('ledger_posting', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('ledger_move', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('ledger_lot', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('ledger_lot_source', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('ledger_holding', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('ledger_opening', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('ledger_tile', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('ledger_checkpoint', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('evidence_file', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('evidence_chunk', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('evidence_claimed', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('recognition_claim', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('recognition_decision', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('recognition_event', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('recognition_proposal', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('recognition_expert', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('recognition_invitation', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('recognition_opinion', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('recognition_profile', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('closure_request', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('closure_hold', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('http_key', 'shard', colocate_with => 'ledger_head');
select create_reference_table('recognition_calendar');
select create_reference_table('recognition_promise');
select create_reference_table('closure_terms');
select create_reference_table('recognition_setting');
select create_reference_table('ledger_verification');
select create_distributed_table('ledger_paper', 'shard', colocate_with => 'ledger_head');
select create_distributed_table('ledger_case', 'shard', colocate_with => 'ledger_head');
