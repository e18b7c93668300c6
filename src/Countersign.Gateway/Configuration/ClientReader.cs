using Countersign.AspNetCore.Outbound;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.Gateway.Configuration;

/// <summary>Reads as whom the gateway asks an issuer, in whichever section that stands.</summary>
internal static class ClientReader
{
    public static ClientConfiguration Read(SectionReader section, string code, string why)
    {
        if (section.Has("client-secret") == section.Has("client-key"))
        {
            var message = section.Has("client-key") ? "there are both 'client-secret' and 'client-key'" : "there is neither 'client-secret' nor 'client-key'";
            section.Context.Error(section.Path, section.Mark, code, message, why);
        }

        var key = section.File("client-key");
        if (key is not null && FaultOf(key) is { } fault)
            section.Report("client-key", "bad-client-key", $"{section.Shown("client-key")} holds no private key that signs ({fault})", "write it as a JWK with its alg");
        return new(section.Text("client-id") ?? "")
        {
            Secret = section.Text("client-secret") is { } secret ? new Secret(secret) : null,
            Key = key,
            PostsSecret = section.Choice("method", "basic") == "post",
        };
    }

    private static string? FaultOf(string file)
    {
        try
        {
            return JwkReader.ReadSigningKey(File.ReadAllBytes(file), null, out var fault) is null ? fault!.Value.Kind.Row().Sentence.TrimEnd('.') : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It was there a moment ago; the start tells.
            return null;
        }
    }
}
