#!/usr/bin/env bash
# What a web host does with FTP accounts, with nothing but curl and an API token for writing:
#
#     BERTH=https://panel.example.com TOKEN=berth_... ./guide.sh example.com
set -euo pipefail

domain=$1
accounts=$BERTH/api/v1/subscriptions/$domain/ftp-accounts
trash=$BERTH/api/v1/subscriptions/$domain/trash/ftp-accounts

# A call: method, address, and what curl is given beside. What is refused ends the script.
call() {
    local method=$1 address=$2
    shift 2
    curl --silent --show-error --fail-with-body --request "$method" \
        --header "Authorization: Bearer $TOKEN" "$@" "$address"
    echo
}

json=(--header 'Content-Type: application/json')
password=$(head -c 18 /dev/urandom | base64 | tr '+/' '-_')

echo 'An account for a contractor: name, home directory, password.'
call POST "$accounts" "${json[@]}" --header "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" --data '{
    "name": "contractor",
    "home_directory": "/site",
    "credential": { "type": "password", "password": "'"$password"'" }
}'

echo 'How an FTP client connects to it:'
connection=$(call GET "$accounts/contractor/connection")
echo "$connection"

echo 'It signs in at once, over TLS, to the server that has this key, and sees its folder alone:'
member() { grep -o "\"$1\":\"\?[^,\"]*" <<<"$connection" | sed 's/^[^:]*:"\?//'; }
pin=$(member key_pin || true)
curl --silent --show-error --ssl-reqd ${pin:+--insecure --pinnedpubkey "sha256//$pin"} --user "contractor:$password" \
    "ftp://$(member host):$(member port)/"

echo 'Another folder, and a note of what changed; nobody else has changed it since it was read:'
version=$(call GET "$accounts/contractor" | grep -o '"version":[0-9]*' | cut -d: -f2)
call PATCH "$accounts/contractor" "${json[@]}" --header "If-Match: \"$version\"" \
    --data '{ "home_directory": "/site/shop", "settings": { "note": "works on the shop" } }'

echo 'The accounts that never signed in, the latest changed first:'
call GET "$accounts?unused=true&sort=-changed_at&limit=10"

echo 'The contractor is done: the account goes into the trash,'
call DELETE "$accounts/contractor"
echo 'comes back,'
call POST "$trash/contractor/restore"
echo 'and is removed for good; its files stay.'
call DELETE "$accounts/contractor"
call DELETE "$trash/contractor"
