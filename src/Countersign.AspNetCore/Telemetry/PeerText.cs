namespace Countersign.AspNetCore.Telemetry;

/// <summary>How much is written down of what peers choose: enough to recognise it, too little to fill memory or disk with.</summary>
internal static class PeerText
{
    /// <summary>A method; the longest registered one has 17 characters.</summary>
    public static string Method(string method) => Cut(method, 64);

    /// <summary>A host and port: 255 characters, a colon and five digits.</summary>
    public static string Authority(string authority) => Cut(authority, 261);

    public static string Path(string path) => Cut(path, 2048);

    public static string Subject(string name) => Cut(name, 256);

    public static string Evidence(string evidence) => Cut(evidence, 512);

    /// <summary>What the server says of a fault before it quotes the client, behind a colon or in quotes.</summary>
    public static string OwnWords(string fault) => fault.Split(':', '\'')[0].TrimEnd();

    /// <summary>What a browser calls itself; they all name each other, in 200 characters or fewer.</summary>
    public static string UserAgent(string agent) => Printed(Cut(agent, 256));

    public static string Url(string url) => Printed(Cut(url, 512));

    /// <summary>What went wrong with a peer, perhaps in its own words.</summary>
    public static string Failure(string failure) => Printed(Cut(failure, 512));

    /// <summary>A text of few characters for places that print what they are given: other ones become <c>?</c>.</summary>
    private static string Printed(string text) => text.AsSpan().ContainsAnyExceptInRange(' ', '~')
        ? string.Create(text.Length, text, static (printed, text) =>
        {
            for (var i = 0; i < printed.Length; i++)
                printed[i] = text[i] is >= ' ' and <= '~' ? text[i] : '?';
        })
        : text;

    /// <summary>Not within a character: some take two <see langword="char"/>s.</summary>
    private static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
