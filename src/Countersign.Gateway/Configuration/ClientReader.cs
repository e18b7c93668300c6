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

        return new(section.Text("client-id") ?? "")
        {
            Secret = section.Text("client-secret") is { } secret ? new Secret(secret) : null,
            Key = section.File("client-key"),
            PostsSecret = section.Choice("method", "basic") == "post",
        };
    }
}
