using System.Diagnostics;

namespace Countersign.Client.Telemetry;

/// <summary>What metrics and spans call an origin (OpenTelemetry's semantic conventions for HTTP clients), made once.</summary>
/// <param name="origin">The origin.</param>
internal sealed class OriginTags(Origin origin)
{
    private readonly KeyValuePair<string, object?> _address = new("server.address", origin.Host);
    private readonly KeyValuePair<string, object?> _port = new("server.port", origin.Port);
    private readonly KeyValuePair<string, object?> _scheme = new("url.scheme", origin.Scheme);

    public TagList With(string? scheme)
    {
        var tags = new TagList { _address, _port, _scheme };
        if (scheme is not null)
            tags.Add("countersign.scheme", scheme);
        return tags;
    }
}
