using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Countersign.WebConsole.Layout;

/// <summary>Gives the request to all components of a page.</summary>
internal sealed class ConsoleRoot : ComponentBase
{
    /// <summary>The request.</summary>
    [Parameter]
    public ConsoleRequest Request { get; set; } = null!;

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenComponent<CascadingValue<ConsoleRequest>>(0);
        builder.AddComponentParameter(1, nameof(CascadingValue<ConsoleRequest>.Value), Request);
        builder.AddComponentParameter(2, nameof(CascadingValue<ConsoleRequest>.IsFixed), true);
        builder.AddComponentParameter(3, nameof(CascadingValue<ConsoleRequest>.ChildContent), (RenderFragment)(content =>
        {
            content.OpenComponent<ConsoleDocument>(0);
            content.CloseComponent();
        }));
        builder.CloseComponent();
    }
}
