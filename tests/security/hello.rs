//! What no library of this century sends: bytes by hand.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// A ClientHello (RFC 4346, section 7.4.1.2) that offers `version` and nothing newer, in its record.
fn client_hello(version: [u8; 2], extensions: &[u8]) -> Vec<u8> {
    let suites = [0xc0, 0x13, 0xc0, 0x09, 0x00, 0x2f, 0x00, 0x35];
    let mut body = version.to_vec();
    body.extend([7; 32]);
    body.push(0);
    body.extend([0, suites.len() as u8]);
    body.extend(suites);
    body.extend([1, 0]);
    body.extend([0, extensions.len() as u8]);
    body.extend(extensions);
    let mut record = vec![22, 3, 1, 0, body.len() as u8 + 4, 1, 0, 0, body.len() as u8];
    record.extend(body);
    record
}

/// Curves P-256 and P-384, plain points.
const THEN: [u8; 16] = [0, 10, 0, 6, 0, 4, 0, 23, 0, 24, 0, 11, 0, 2, 1, 0];

/// Signatures, which TLS 1.2 brought: ECDSA on P-256 and RSA, both with SHA-256.
const SIGNATURES: [u8; 10] = [0, 13, 0, 6, 0, 4, 4, 3, 4, 1];

/// What the server answers to a client of that time that speaks this version at most.
pub(crate) fn greet(server: SocketAddr, version: [u8; 2]) -> Vec<u8> {
    send(server, &client_hello(version, &THEN))
}

/// What it answers to a client that knows newer ones, and is told to use none of them.
pub(crate) fn greet_knowingly(server: SocketAddr, version: [u8; 2]) -> Vec<u8> {
    send(server, &client_hello(version, &[&THEN[..], &SIGNATURES].concat()))
}

/// What the server answers to some bytes before it hangs up.
pub(crate) fn send(server: SocketAddr, bytes: &[u8]) -> Vec<u8> {
    let mut stream = connect(server);
    stream.write_all(bytes).expect("it listens");
    let mut answer = Vec::new();
    // A connection that is reset has said what it says.
    let _ = stream.read_to_end(&mut answer);
    answer
}

/// A connection. The limit only keeps a failing test from hanging.
pub(crate) fn connect(server: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(server).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
    stream
}

/// The head of the answer to an empty gRPC-Web message over HTTP/1.1.
pub(crate) fn grpc_web(server: SocketAddr, path: &str, token: Option<&str>) -> String {
    let token = token.map_or_else(String::new, |token| format!("authorization: Bearer {token}\r\n"));
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/grpc-web+proto\r\n{token}\
         content-length: 5\r\nconnection: close\r\n\r\n"
    );
    let answer = send(server, &[head.as_bytes(), &[0; 5]].concat());
    String::from_utf8_lossy(&answer).into_owned()
}
