import asyncio

from echo import serve

serve(asyncio.new_event_loop())
