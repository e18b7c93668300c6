using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.TestKit;

/// <summary>A browser with an authenticator of one ES256 key, as little of WebAuthn as one ceremony needs; a test may turn everything that it says.</summary>
public sealed class SoftAuthenticator : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] Id { get; init; } = RandomNumberGenerator.GetBytes(32);

    public string Origin { get; set; } = "https://login.example.org";

    public string? RpId { get; set; }

    public uint Count { get; set; }

    public bool IsVerified { get; set; } = true;

    public bool IsSynced { get; init; }

    public bool IsCrossOrigin { get; set; }

    public string? Handle { get; set; }

    /// <summary>Answers the options of <c>navigator.credentials.create()</c>.</summary>
    public string Create(string options)
    {
        var asked = JsonNode.Parse(options)!;
        Handle = asked["user"]!["id"]!.GetValue<string>();
        var authenticator = AuthenticatorData(RpId ?? asked["rp"]!["id"]!.GetValue<string>(), isNew: true);

        // CBOR: a map of fmt, attStmt and authData.
        byte[] attestation =
        [
            0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0,
            0x68, .. "authData"u8, 0x59, (byte)(authenticator.Length >> 8), (byte)authenticator.Length, .. authenticator,
        ];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Text(ClientData("webauthn.create", asked)),
            ["attestationObject"] = Text(attestation),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>Answers the options of <c>navigator.credentials.get()</c>.</summary>
    public string Get(string options)
    {
        var asked = JsonNode.Parse(options)!;
        var authenticator = AuthenticatorData(RpId ?? asked["rpId"]!.GetValue<string>(), isNew: false);
        var clientData = ClientData("webauthn.get", asked);
        var signature = _key.SignData([.. authenticator, .. SHA256.HashData(clientData)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Text(clientData),
            ["authenticatorData"] = Text(authenticator),
            ["signature"] = Text(signature),
            ["userHandle"] = Handle,
        });
    }

    public void Dispose() => _key.Dispose();

    private string Credential(JsonObject response) => new JsonObject
    {
        ["id"] = Text(Id),
        ["rawId"] = Text(Id),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();

    private byte[] ClientData(string type, JsonNode asked) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["type"] = type,
        ["challenge"] = asked["challenge"]!.GetValue<string>(),
        ["origin"] = Origin,
        ["crossOrigin"] = IsCrossOrigin,
    });

    /// <summary>WebAuthn §6.1.</summary>
    private byte[] AuthenticatorData(string rpId, bool isNew)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        var flags = (byte)(0x01 | (IsVerified ? 0x04 : 0) | (IsSynced ? 0x18 : 0) | (isNew ? 0x40 : 0));
        byte[] head = [.. SHA256.HashData(Encoding.UTF8.GetBytes(rpId)), flags, .. count];
        return isNew ? [.. head, .. new byte[16], (byte)(Id.Length >> 8), (byte)Id.Length, .. Id, .. PublicKey()] : head;
    }

    /// <summary>COSE (RFC 9053 §7.1): kty EC2, alg ES256, crv P-256, x, y.</summary>
    private byte[] PublicKey()
    {
        var point = _key.ExportParameters(false).Q;
        return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
    }

    private static string Text(byte[] octets) => Base64Url.EncodeToString(octets);
}
