import uvloop

from echo import serve

serve(uvloop.new_event_loop())
