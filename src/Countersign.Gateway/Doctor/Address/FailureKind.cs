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
    NotHttp,
}
