using System.Text;
using Countersign.Cli.Commands;
using Countersign.Client.Proofs;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.Cli.Logins;

/// <summary>Keys that the tokens of a sign-in are bound to (RFC 9449), as they are kept with it.</summary>
internal static class ProofKeys
{
    /// <summary>A new one: on the curve P-256, which every server takes.</summary>
    public static Secret Create() => JwkWriter.WritePrivate(SigningKey.Create(JwsAlgorithm.ES256));

    /// <summary>For use.</summary>
    /// <exception cref="CommandFailure">It is none.</exception>
    public static DpopKey Read(Secret jwk) => JwkReader.ReadSigningKey(Encoding.UTF8.GetBytes(jwk.Reveal()), algorithm: null, out _) is { } key
        ? new(key)
        : throw new CommandFailure("the key of the sign-in can't be read; sign in anew.");
}
