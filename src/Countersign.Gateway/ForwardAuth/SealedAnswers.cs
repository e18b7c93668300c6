using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>
/// Whole answers in one field, for a proxy that takes no more than a status from an authorization request (nginx) and fetches the rest with a second one.
/// The request is not judged twice: credentials that count once would be spent, and the answer another one. Sealed, so that nobody
/// has an answer of his own making sent by the gateway.
/// </summary>
internal sealed class SealedAnswers(byte[] key, TimeProvider clock) : IDisposable
{
    /// <summary>The field that carries one.</summary>
    public const string Field = "Countersign-Answer";

    /// <summary>What is longer travels in no field: proxies keep a whole head in one buffer.</summary>
    private const int Longest = 24 << 10;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private readonly AesGcm _aes = new(key, TagLength);
    private readonly Lock _lock = new();

    /// <summary>An answer, sealed; null when it is too long.</summary>
    public string? Seal(HttpResponse head, ReadOnlyMemory<byte> content)
    {
        using var packed = new MemoryStream();
        using (var compressed = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new BinaryWriter(compressed, Encoding.UTF8))
        {
            writer.Write(head.StatusCode);
            writer.Write(head.Headers.Sum(field => field.Value.Count));
            foreach (var (name, lines) in head.Headers)
            {
                foreach (var line in lines)
                {
                    writer.Write(name);
                    writer.Write(line ?? "");
                }
            }

            writer.Write(content.Length);
            writer.Write(content.Span);
        }

        var plain = packed.GetBuffer().AsSpan(0, (int)packed.Length);
        var octets = new byte[NonceLength + 8 + plain.Length + TagLength];
        var nonce = octets.AsSpan(0, NonceLength);
        var time = octets.AsSpan(NonceLength, 8);
        RandomNumberGenerator.Fill(nonce);
        BinaryPrimitives.WriteInt64BigEndian(time, clock.GetUtcNow().UtcTicks);
        lock (_lock)
            _aes.Encrypt(nonce, plain, octets.AsSpan(NonceLength + 8, plain.Length), octets.AsSpan(octets.Length - TagLength), time);
        var text = System.Buffers.Text.Base64Url.EncodeToString(octets);
        return text.Length <= Longest ? text : null;
    }

    /// <summary>Opens what was sealed here a moment ago.</summary>
    public bool TryOpen(string text, [NotNullWhen(true)] out SealedAnswer? answer)
    {
        answer = null;
        var octets = new byte[Longest];
        if (text.Length > Longest || !System.Buffers.Text.Base64Url.IsValid(text) || !System.Buffers.Text.Base64Url.TryDecodeFromChars(text, octets, out var length) || length < NonceLength + 8 + TagLength)
            return false;
        var whole = octets.AsSpan(0, length);
        var time = whole.Slice(NonceLength, 8);
        var plain = new byte[length - NonceLength - 8 - TagLength];
        try
        {
            lock (_lock)
                _aes.Decrypt(whole[..NonceLength], whole[(NonceLength + 8)..^TagLength], whole[^TagLength..], plain, time);
        }
        catch (CryptographicException)
        {
            return false;
        }

        var age = clock.GetUtcNow().UtcTicks - BinaryPrimitives.ReadInt64BigEndian(time);
        if (age < -Lifetime.Ticks || age > Lifetime.Ticks)
            return false;
        answer = Read(plain);
        return true;
    }

    public void Dispose() => _aes.Dispose();

    private static SealedAnswer Read(byte[] plain)
    {
        using var compressed = new BrotliStream(new MemoryStream(plain), CompressionMode.Decompress);
        using var reader = new BinaryReader(compressed, Encoding.UTF8);
        var status = reader.ReadInt32();
        var fields = new KeyValuePair<string, string>[reader.ReadInt32()];
        for (var at = 0; at < fields.Length; at++)
            fields[at] = new(reader.ReadString(), reader.ReadString());
        return new(status, [.. fields], reader.ReadBytes(reader.ReadInt32()));
    }
}
