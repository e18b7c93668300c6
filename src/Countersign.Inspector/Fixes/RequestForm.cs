using System.Collections.Immutable;

namespace Countersign.Inspector.Fixes;

/// <summary>A way to write a request down so that another program sends it.</summary>
public abstract class RequestForm
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<RequestForm> All { get; } = [new CurlForm(), new HttpieForm(), new HttpFileForm(), new HttpClientForm()];

    /// <summary>The name, such as <c>curl</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The request in this form. Where a secret belongs, a variable of the environment stands.</summary>
    public abstract string Write(RevisedRequest request);
}
