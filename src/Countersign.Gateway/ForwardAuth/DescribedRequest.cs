using System.Net;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>A request that came to a proxy, as the proxy tells of it; its fields come along by themselves.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The request target as it came.</param>
/// <param name="Authority">The host and port that the client asked for.</param>
/// <param name="IsTls">Whether the client's own connection is protected.</param>
/// <param name="Client">The client's address.</param>
internal sealed record DescribedRequest(string Method, string Target, string Authority, bool IsTls, IPAddress Client);
