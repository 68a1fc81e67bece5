using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>A page that stands on the control: while the key is rotated it asks the reader to come back.</summary>
internal abstract class InvoicePage : PageModel
{
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var done = await next();
        if (done.Exception is not JobRunningException rotation || done.ExceptionHandled) return;
        done.ExceptionHandled = true;
        done.Result = this.Later(rotation.Message);
    }
}
