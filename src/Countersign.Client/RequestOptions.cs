using System.Runtime.CompilerServices;

namespace Countersign.Client;

/// <summary>What one request may say to the <see cref="ReauthenticationHandler"/> by its <see cref="HttpRequestMessage.Options"/>.</summary>
public static class RequestOptions
{
    private static bool s_canLook = true;

    /// <summary>Whether the request goes without credentials, and its 401 comes back as it is.</summary>
    public static HttpRequestOptionsKey<bool> Anonymous { get; } = new("Countersign.Anonymous");

    /// <summary>In whose name the request is sent, where one client serves several people: tokens of one are never used for another.</summary>
    public static HttpRequestOptionsKey<string> Partition { get; } = new("Countersign.Partition");

    /// <summary>Makes the content anew, for a replay of what can't be read twice.</summary>
    public static HttpRequestOptionsKey<Func<HttpContent>> ContentFactory { get; } = new("Countersign.ContentFactory");

    internal static bool IsAnonymous(HttpRequestMessage request) => Of(request) is { } options && options.TryGetValue(Anonymous, out var isAnonymous) && isAnonymous;

    /// <summary>The options of a request; null where none were set. Asking the property would make a dictionary for each request that has none.</summary>
    internal static HttpRequestOptions? Of(HttpRequestMessage request)
    {
        if (!s_canLook)
            return request.Options;
        try
        {
            return Field(request);
        }
        catch (MissingFieldException)
        {
            s_canLook = false;
            return request.Options;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_options")]
    private static extern ref HttpRequestOptions? Field(HttpRequestMessage request);
}
