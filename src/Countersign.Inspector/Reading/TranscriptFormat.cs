namespace Countersign.Inspector.Reading;

/// <summary>What a transcript is written in.</summary>
internal enum TranscriptFormat
{
    /// <summary>Nothing that is read.</summary>
    Unknown,

    /// <summary>HAR 1.2.</summary>
    Har,

    /// <summary><c>curl --verbose</c>.</summary>
    CurlVerbose,

    /// <summary><c>curl --trace</c> or <c>--trace-ascii</c>.</summary>
    CurlTrace,

    /// <summary>Messages of HTTP/1.1.</summary>
    RawHttp,
}
