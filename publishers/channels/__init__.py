"""Copy for each channel, ready to paste or to send. One file a channel; `table` lists them."""
