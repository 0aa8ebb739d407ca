/** Version 1 of the columns: field teams script against them. Append only. */
export const SAMPLES_HEADER =
  'campaign,site,probe,kind,seq,due_utc,due_epoch_ms,late_ms,outcome,error,http_status,response_ms,service_ms,' +
  'rtt_ms,queue_ms,dns_ms,connect_ms,tls_ms,ttfb_ms,download_ms,server_ms,new_connection,preflight,timing_source,' +
  'protocol,bytes_up,bytes_down,ttft_ms,ttfo_ms,tpot_ms,e2e_ms,tokens_out,chunks,finish_reason,' +
  'upload_ms,owd_up_var_ms,owd_down_var_ms,reordered,' +
  'warm_up,tokens_in,tokens_per_s,reads,events,keep_alives,server_source,server_ttft_ms,server_queue_ms,' +
  'network_ttft_ms,stalls,longest_gap_ms,icl_ms,wire_ttft_ms,wire_e2e_ms';
