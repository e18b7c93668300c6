namespace Countersign.Client;

/// <summary>What one request may say to the <see cref="ReauthenticationHandler"/> by its <see cref="HttpRequestMessage.Options"/>.</summary>
public static class RequestOptions
{
    /// <summary>Whether the request goes without credentials, and its 401 comes back as it is.</summary>
    public static HttpRequestOptionsKey<bool> Anonymous { get; } = new("Countersign.Anonymous");

    /// <summary>In whose name the request is sent, where one client serves several people: tokens of one are never used for another.</summary>
    public static HttpRequestOptionsKey<string> Partition { get; } = new("Countersign.Partition");

    /// <summary>Makes the content anew, for a replay of what can't be read twice.</summary>
    public static HttpRequestOptionsKey<Func<HttpContent>> ContentFactory { get; } = new("Countersign.ContentFactory");
}
