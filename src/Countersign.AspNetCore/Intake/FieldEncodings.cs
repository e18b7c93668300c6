using System.Text;

namespace Countersign.AspNetCore.Intake;

/// <summary>The encodings by which the server reads request fields: the last place where the text of those can be seen of which it keeps something else.</summary>
internal static class FieldEncodings
{
    private static readonly LengthEncoding Length = new();
    private static readonly ConnectionEncoding Connection = new();

    /// <summary>The encoding for a request field; null for the server's own.</summary>
    public static Encoding? For(string field) => field switch
    {
        "Content-Length" => Length,
        "Connection" => Connection,
        _ => null,
    };
}
