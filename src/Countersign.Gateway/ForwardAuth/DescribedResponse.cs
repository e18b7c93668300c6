using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>The head of an answer that no server sends; what waits for its end is told of it all the same.</summary>
internal sealed class DescribedResponse : HttpResponseFeature
{
    private readonly Stack<(Func<object, Task> Callback, object State)> _waiting = [];

    public override void OnCompleted(Func<object, Task> callback, object state) => _waiting.Push((callback, state));

    public async Task CompleteAsync()
    {
        while (_waiting.TryPop(out var waiting))
            await waiting.Callback(waiting.State);
    }
}
