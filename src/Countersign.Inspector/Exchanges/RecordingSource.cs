namespace Countersign.Inspector.Exchanges;

/// <summary>Where a recording comes from.</summary>
public enum RecordingSource
{
    /// <summary>Requests sent for it.</summary>
    Live,

    /// <summary>Requests that passed a capturing proxy.</summary>
    Proxy,

    /// <summary>A HAR file.</summary>
    Har,

    /// <summary>What <c>curl --verbose</c> writes.</summary>
    CurlVerbose,

    /// <summary>What <c>curl --trace</c> or <c>--trace-ascii</c> writes.</summary>
    CurlTrace,

    /// <summary>Messages as they stand on the wire in HTTP/1.1.</summary>
    RawHttp,
}
