using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Countersign.AspNetCore.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Countersign.Gateway.Admin.People;

/// <summary>The entity tag of a user: of what is shown of it, so that nobody changes what somebody else changed since it was seen (RFC 9110 §13.1.1).</summary>
internal static class UserTag
{
    public static string Of(UserRecord user)
    {
        using var shown = new MemoryStream();
        using (var json = new Utf8JsonWriter(shown))
            UserJson.Write(json, user);
        return $"\"{Base64Url.EncodeToString(SHA256.HashData(shown.ToArray()).AsSpan(0, 16))}\"";
    }

    /// <summary>Whether a user is the one that <c>If-Match</c> means; null when the request means whatever is there.</summary>
    public static Func<UserRecord, bool>? Condition(HttpRequest request)
    {
        if (request.Headers.IfMatch is not { Count: > 0 } lines)
            return null;

        // A field that can't be read is no leave to change anything.
        return EntityTagHeaderValue.TryParseStrictList([.. lines.OfType<string>()], out var tags)
            ? user => tags.Any(tag => tag.Tag == "*" || (!tag.IsWeak && tag.Tag == Of(user)))
            : _ => false;
    }
}
