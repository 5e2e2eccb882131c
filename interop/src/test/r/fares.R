# A component: the mean fare by payment type, from the CSV that the component before it wrote.
library(jsonlite)
inputs <- fromJSON(Sys.getenv("TRIBUTARY_INPUTS"), simplifyVector = FALSE)
parameters <- fromJSON(Sys.getenv("TRIBUTARY_PARAMETERS"))
outputs <- fromJSON(Sys.getenv("TRIBUTARY_OUTPUTS"), simplifyVector = FALSE)
fares <- read.csv(file.path(inputs$report[[1]]$path, "fares.csv"))
chosen <- fares[fares$payment_type %in% parameters$paymentTypes, ]
means <- as.list(tapply(chosen$fare, chosen$payment_type, mean))
write(toJSON(list(rows = nrow(fares), means = means), auto_unbox = TRUE, digits = 10), file.path(outputs$summary$path, "means.json"))
cat("summarized", nrow(fares), "fares\n")
