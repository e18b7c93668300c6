namespace Countersign.Gateway.Doctor.Address;

/// <summary>Why a request got no answer.</summary>
internal enum FailureKind
{
    NameUnknown,
    NoConnection,
    NoTls,

    /// <summary>The connection was closed before an answer came.</summary>
    Closed,

    Late,

    /// <summary>All requests together had taken as long as they may.</summary>
    OutOfTime,
    NotHttp,
}
