# Reads a mailbox with imaplib: imap.py PORT USER, with TOKEN and SSL_CERT_FILE in the environment. Prints one line of JSON.
import imaplib
import json
import os
import ssl
import sys

port, user = sys.argv[1:]
context = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
client = imaplib.IMAP4_SSL("localhost", int(port), ssl_context=context)
client.authenticate("XOAUTH2", lambda _: f"user={user}\x01auth=Bearer {os.environ['TOKEN']}\x01\x01".encode())
folders = [line.decode() for line in client.list()[1]]
selected = client.select("INBOX", readonly=True)[1][0].decode()
unseen = client.search(None, "UNSEEN")[1][0].decode()
header = client.uid("FETCH", "20", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1][0][1].decode()
start = client.fetch("1", "(BODY[TEXT]<0.5>)")[1][0][1].decode()
client.logout()
print(json.dumps({"folders": folders, "selected": selected, "unseen": unseen, "header": header, "start": start}))
