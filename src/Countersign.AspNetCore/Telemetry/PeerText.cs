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

    public static string Url(string url) => Printed(Cut(url, 512));

    /// <summary>What went wrong with a peer, perhaps in its own words.</summary>
    public static string Failure(string failure) => Printed(Cut(failure, 512));

    /// <summary>A text that every database takes: NUL and halves of characters become U+FFFD.</summary>
    public static string Storable(string text) => IsStorable(text) ? text : string.Create(text.Length, text, static (stored, text) =>
    {
        for (var i = 0; i < stored.Length; i++)
            stored[i] = text[i] == '\0' || IsHalf(text, i) ? '\ufffd' : text[i];
    });

    private static bool IsStorable(string text)
    {
        if (!text.Contains('\0', StringComparison.Ordinal) && !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
            return true;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || IsHalf(text, i))
                return false;
        }

        return true;
    }

    private static bool IsHalf(string text, int at) =>
        char.IsHighSurrogate(text[at]) ? at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1])
            : char.IsLowSurrogate(text[at]) && (at == 0 || !char.IsHighSurrogate(text[at - 1]));

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
